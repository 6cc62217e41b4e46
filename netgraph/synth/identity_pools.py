# ruff: noqa: RUF001, the letters of other scripts are meant
"""The names of fourteen cultures, from which those of made-up people are drawn.

Given names are real ones, written `native/Latin/other Latin=short,short`. Family names are composed of a root and an
ending, so that each culture has hundreds to thousands of them; only in Vietnam there are few.
"""

# Share of people; given names of men, of women; roots and endings of family names.
CULTURES = {
    "english": (0.22,
        "Robert=Bob,Rob William=Bill,Will James=Jim,Jamie Thomas=Tom Edward=Ted,Ed Richard=Dick,Rick Michael=Mike "
        "Andrew=Andy,Drew Benjamin=Ben Owen Miles Daniel=Dan,Danny Samuel=Sam George Henry=Harry Simon Peter=Pete "
        "Nicholas=Nick Christopher=Chris Jonathan=Jon Matthew=Matt Philip=Phil Alexander=Alex Stephen=Steve",
        "Elizabeth=Liz,Beth,Betty Margaret=Maggie,Peggy Katherine=Kate,Kathy Grace Hannah Ruth Clara Victoria=Vicky "
        "Susan=Sue Rebecca=Becky Jennifer=Jenny,Jen Emily=Em Charlotte=Lottie Alice Laura Rachel Sarah=Sally "
        "Deborah=Debbie Patricia=Pat,Trish Samantha=Sam Eleanor=Nell,Ellie Abigail=Abby Joanna=Jo Frances=Fran",
        "Ash Black Brad Bram Brook Chad Clay Cole Craw Dal Dun East El Fair Far Gar Glen Hal Har Hart Hay Hazel Hol "
        "Kings Lang Lin Lock Marl May Mil Nor Oak Pem Pen Red Rush Sher Stan Stock Thorn Wake Wal Wen West Whit Win",
        "ford ton well ley worth field by wick ham stead ridge more man bury den dale combe gate croft mere wood "
        "ward bridge burn hurst land low shaw son"),
    "spanish": (0.10,
        "José=Pepe Francisco=Paco,Fran Ignacio=Nacho Manuel=Manolo Andrés Íñigo=Iñaki Luis Jesús=Chus Rafael=Rafa "
        "Antonio=Toni Álvaro Sebastián=Sebas Ramón Tomás Joaquín=Quino Gonzalo Martín Hernán Óscar Fermín",
        "María=Mari Dolores=Lola Lucía Belén Concepción=Concha,Conchi Mercedes=Merche Rosario=Charo Isabel=Isa "
        "Inés Beatriz=Bea Ángela Sofía Pilar=Pili Consuelo=Chelo Verónica=Vero Elena Núria Rocío Guadalupe=Lupe",
        "Mor Cast Vald Roj Carr Font Ib Muñ Peñ Quint Rib Salv Sant Tor Urr Zam Arr Bel Cañ Dor Esp Gall Herr Lar "
        "Marqu Navarr Ort Pal Sald Vill Alc Benav Cerv Esc",
        "ez ales illo eda ero ín ada ano era ón ares uela iz ena ijo osa anca al andía oza"),
    "french": (0.08,
        "Benoît=Ben Gaël Théo Étienne Jérôme François Rémi Sébastien=Seb Frédéric=Fred Stéphane=Steph Thierry "
        "Guillaume=Gui Christophe=Chris Hervé Loïc Mathieu=Mat Raphaël=Raph Grégoire=Greg Léon Pascal",
        "Zoë Éloïse=Élo Noémie Cécile Hélène Geneviève=Ginette Aurélie Amélie Chloé Delphine Françoise Joséphine=Jo "
        "Véronique=Véro Dominique=Dom Anaïs Bérénice Solène Élisabeth=Babette Mathilde Margaux",
        "Bréch Del Merc Lef Roch Bouv Chât Garç Laur Mar Vill Fabr Gér Hub Lamb Mor Pell Renn Tess Vasse Beau Cord "
        "Dufr Foug Jourd Mér Noiss Pich Rous Sauv",
        "aud el eau ier eux ard in et on enne ois evin aunay otte ard-Duval anger oux ert ieu igny"),
    "polish": (0.07,
        "Łukasz Michał Wojciech=Wojtek Piotr=Piotrek Stanisław=Staszek Krzysztof=Krzysiek Tomasz=Tomek Paweł "
        "Jakub=Kuba Andrzej Zbigniew=Zbyszek Grzegorz=Grzesiek Jerzy=Jurek Sławomir Mirosław=Mirek Bartłomiej=Bartek",
        "Agnieszka=Aga Zofia=Zosia Małgorzata=Gosia Katarzyna=Kasia Joanna=Asia Barbara=Basia Elżbieta=Ela "
        "Aleksandra=Ola Magdalena=Magda Wiesława Grażyna Bożena Łucja Danuta=Danka Jadwiga=Jadzia Stanisława",
        "Wiśn Dąbr Koz Gołąb Śliw Wrób Jabł Kamiń Lis Mazur Now Pawł Rut Sobol Tom Urb Wit Zając Żur Bor Cieś Czarn "
        "Domb Grab Jasiń Kal Krup Łuk Maj Ostr Piąt Sad",
        "iewski owski ecki ański icki ewicz iński orski ak owicz alski ędzki ek yński uch ota"),
    "vietnamese": (0.02,
        "Minh Quốc Đức Hùng Tuấn Dũng Hải Long Sơn Thắng Việt Phúc Khánh Bảo Hiếu Trung Thành Nam Quang Đạt",
        "Hương Thảo Ánh Lan Mai Ngọc Trang Linh Hà Thủy Yến Nga Phương Vân Hạnh Tuyết Nhung Diễm Quỳnh Như",
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Lưu Đào", ""),
    "japanese": (0.06,
        "健太/Kenta 翔/Sho/Shou 大輔/Daisuke 拓也/Takuya 浩/Hiroshi 誠/Makoto 太郎/Taro/Tarou 一郎/Ichiro/Ichirou "
        "直樹/Naoki 隆/Takashi 修/Osamu 陽一/Yoichi/Youichi 智也/Tomoya 亮/Ryo/Ryou 達也/Tatsuya 雄介/Yusuke/Yuusuke",
        "陽子/Yoko/Youko 美咲/Misaki 優子/Yuko/Yuuko 恵/Megumi 裕美/Hiromi 直美/Naomi 由美子/Yumiko "
        "彩/Aya 真由美/Mayumi 洋子/Hiroko 久美子/Kumiko 愛/Ai 明美/Akemi 京子/Kyoko/Kyouko 千夏/Chinatsu 桜/Sakura",
        "山/Yama 田/Ta 中/Naka 小/Ko 大/O/Oh 高/Taka 松/Matsu 竹/Take 石/Ishi 林/Hayashi 森/Mori 川/Kawa "
        "北/Kita 西/Nishi 東/Higashi 南/Minami 上/Ue 下/Shimo 吉/Yoshi 長/Naga 福/Fuku 青/Ao 白/Shira 黒/Kuro 金/Kane "
        "杉/Sugi 梅/Ume 柴/Shiba",
        "田/ta 本/moto 川/kawa 村/mura 山/yama 野/no 島/shima/jima 原/hara 口/guchi 井/i 沢/sawa "
        "崎/saki/zaki 谷/tani 岡/oka 橋/hashi 木/ki 林/bayashi 内/uchi "
        "尾/o 倉/kura 浜/hama 瀬/se 津/tsu 見/mi 宮/miya 池/ike 部/be 間/ma"),
    "nigerian": (0.05,
        "Chidi Emeka Obinna Kelechi Olumide=Olu Babatunde=Tunde Adebayo=Bayo Oluwaseun=Seun Ikenna=Ike Uchenna=Uche "
        "Chukwuemeka Tobechukwu=Tobe Ayodele=Ayo Femi Nnamdi Ifeanyi=Ify",
        "Ngozi Adaeze=Ada Ifeoma Chiamaka=Amaka Folasade=Sade Oluwaseyi=Seyi Temitope=Temi Yetunde Adaobi "
        "Nkechi=Kechi Titilayo=Titi Omolara=Lara Chinyere Obiageli=Oby Bukola=Bukky Funmilayo=Funmi",
        "Ade Olu Nwa Oka Chuku Ogun Aki Bala Eze Ibe Odu Ola Obi Uzo Ama Ife Nna Oye Ayo Awo",
        "yemi wole gun for su kwo toye bayo lade sanya nna mezie biri ji tola dele moye eze sola nwa"),
    "german": (0.09,
        "Jürgen Günter Sören Björn Wolfgang=Wolf Johannes=Hannes Friedrich=Fritz Maximilian=Max Matthias=Matze Jörg "
        "Klaus Heinrich=Heinz Sebastian=Basti Rüdiger Ulrich=Uli Thomas=Tom Götz Stefan Andreas=Andi Karl-Heinz",
        "Käthe Anneliese=Anne Ute Margarethe=Grete Elisabeth=Lisa,Elli Katharina=Kathi Susanne=Susi Gisela=Gisi "
        "Brigitte=Gitte Jutta Ursula=Uschi Bärbel Friederike=Rike Johanna=Hanna Sigrid Dörte Monika=Moni Anke",
        "Schön Groß Köhl Jäg Brümm Weiß Ros Stein Wald Berg Eich Linden Hohen Kalt Lang Neu Ober Rot Schwarz Stein "
        "Tann Unter Vogel Wein Zieg Birk Dorn Fried Grün Hirsch Kirch Königs",
        "feld berg bach mann stein hoff er thal müller häuser meier brück dorf hardt lein wald kamp mayr schläger au"),
    "nordic": (0.06,
        "Søren Bjørn Håkon Åke Øyvind Magnus Jørgen Lars=Lasse Anders Göran Pål Kåre Torbjørn=Tobbe Sven Mikael=Micke "
        "Fredrik=Fred Gunnar Rasmus Ståle",
        "Åsa Ingrid Liv Ærla Solveig Gudrun Märta Anne-Lise Birgitta=Gitta Kristina=Stina Margareta=Greta Sølvi "
        "Astrid Bodil Karin Ragnhild Elisabet=Lisbet Ulrika=Ulla Ylva",
        "Øst Ny Sjö Lind Brå Hæg Dal Berg Holm Strand Vest Sund Grön Ås Kvist Rosen Eke Nord Sø Häger Fjell Gran "
        "Hav Lund Mark Norr Skog Ting Up Vik",
        "gård berg qvist ten stad ström lund dal mark sen holm vall bakke land rud moen näs fors"),
    "russian": (0.06,
        "Иван=Ваня Пётр=Петя Александр=Саша Сергей=Серёжа Дмитрий=Дима Алексей=Лёша Михаил=Миша Николай=Коля "
        "Владимир=Вова Юрий=Юра Андрей Евгений=Женя Константин=Костя Григорий=Гриша Фёдор=Федя Павел=Паша",
        "Ольга=Оля Дарья=Даша Александра=Саша Екатерина=Катя Мария=Маша Наталья=Наташа Татьяна=Таня Елена=Лена "
        "Юлия=Юля Ксения=Ксюша Анастасия=Настя Евгения=Женя Людмила=Люда Галина=Галя Жанна Софья=Соня",
        "Сокол Лебед Гончар Мороз Кузнец Попов Волк Зайц Белоз Черныш Шаповал Громыч Дятл Ерш Жарк Калин Лаврент "
        "Медвед Озер Пастух Рыбак Степан Тихон Ушак Филат Хомяк Щербак Яковл",
        "ов ев ин енко овский ский юк ко"),
    "indian": (0.06,
        "Arjun Vikram=Vik Rohan Rajesh=Raj Suresh Krishnamurthy=Krish Sandeep=Sandy Anil Harish=Harry Venkatesh=Venky "
        "Siddharth=Sid Manoj Prakash Deepak=Deep Aditya=Adi Ganesh",
        "Priya Meera Ananya=Anu Kavita Lakshmi Sunita Deepika=Deepa Aishwarya=Aish Padmini=Paddy Shalini=Shalu "
        "Rukmini Swati Pooja Nandini=Nandu Radhika Gayatri",
        "Desh Chaud Ban Nam Kul Iy Ram Sub Chand Patw Bhat Gok Has Jog Kam Mah Nar Pad Raj Sar Tal Vaid Yash Dev",
        "mukh hary erjee biar karni engar anathan ramani rasekhar ardhan acharya hale nani lekar dev adhye apati "
        "want kar wal"),
    "turkish": (0.04,
        "Cem Ozan Emre Mehmet=Memo Mustafa=Musti İbrahim=İbo Süleyman=Sülo Hüseyin Çağlar Ömer Uğur Barış Görkem "
        "Tuğrul Şükrü Onur",
        "Leyla İpek Şule Tuğba Ayşe Fatma=Fatoş Gülşen Özlem Çiğdem Zeynep=Zeyno Hatice Büşra Elif Müge Işıl Nurgül",
        "Yıld Çel Özt Şah Gün Ayd Koç Kaya Demir Akş Boz Kara Tek Taş Arsl Doğ Erd Gök Kıl Sar Tun Yavaş Öz Ünl",
        "ız ik ürk in eş ın oğlu er kaya can bulut al taş soy türk men"),
    "arabic": (0.05,
        "كريم/Karim/Kareem يوسف/Youssef/Yusuf محمد/Mohammed/Muhammad احمد/Ahmed/Ahmad خالد/Khaled/Khalid "
        "عمر/Omar/Umar حسن/Hassan/Hasan سامي/Sami/Samy طارق/Tarek/Tariq نبيل/Nabil/Nabeel رامي/Rami/Ramy "
        "جمال/Jamal/Gamal فؤاد/Fouad/Fuad زياد/Ziad/Ziyad",
        "ليلى/Layla/Leila سلمى/Salma فاطمة/Fatima/Fatma نور/Noor/Nour هدى/Huda/Hoda ريم/Reem/Rim سارة/Sarah/Sara "
        "امل/Amal منى/Mona/Muna رانيا/Rania هناء/Hana/Hanaa دينا/Dina سعاد/Souad/Suad زينب/Zainab/Zeinab",
        "حداد/Haddad منصور/Mansour/Mansur خليل/Khalil/Khaleel نجار/Najjar/Naggar خوري/Khoury/Khouri صباغ/Sabbagh "
        "شامي/Shami بغداد/Baghdad مصر/Masr حلب/Halab قاسم/Qasim/Kassem ناصر/Nasser/Nasir فارس/Fares/Faris "
        "رشيد/Rashid/Rasheed سليم/Salim/Selim عزام/Azzam بكر/Bakr داود/Dawood/Daoud هاشم/Hashem/Hashim زيدان/Zidan "
        "طحان/Tahhan/Tahan كيال/Kayyal نعيم/Naim/Naeem يعقوب/Yaqoub/Yacoub",
        "/ ي/i/y اوي/awi/aoui ان/an ين/in"),
    "celtic": (0.06,
        "Rhys Tomos=Tom Callum=Cal Séamus=Jim Pádraig=Paddy Seán Eoghan=Owen Diarmuid=Dermot Ruairí=Rory Hamish "
        "Iestyn Gruffydd=Gruff Dafydd=Dai Fionn Micheál=Mick Lachlan=Lachie",
        "Siân Aoife Niamh Eilidh Sinéad Róisín Gráinne Máire Caitríona=Cat Gwenllian=Gwen Angharad=Haz Mairéad=Maisie "
        "Siobhán=Shiv Brónach Catrin=Cati Bláthnaid",
        "O'D O'Br O'M O'R O'K Mac Llew Pr Kil Fin Mul Don Bren Cal Tre Pen Gw Mor Ken Dun",
        "owd ien ara ourke eefe Askill elyn yce gannon negan ligan aghy nan dwell lodwen allt ynne rissey avanagh "
        "leavy"),
}  # fmt: skip
# Family names with something before the root, and with something between root and ending.
PREFIXES = {"arabic": ("", "ال/Al-/El-", "ابو /Abu /Abou ", "بن /Ben /Bin ")}
MIDDLES = {
    "english": ("", "ing", "er"), "spanish": ("", "ar", "on"), "french": ("", "in", "ar"), "polish": ("", "ow", "ar"),
    "nigerian": ("", "lu", "ri"), "german": ("", "en", "el"), "nordic": ("", "e", "ing"), "russian": ("", "ен", "ар"),
    "indian": ("", "a", "en"), "turkish": ("", "al"), "celtic": ("", "an", "in")}  # fmt: skip
