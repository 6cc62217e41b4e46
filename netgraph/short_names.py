"""Short forms of given names that the English list of the package nicknames lacks, by the name they stand for."""

_SHORT = {
    "alexander": "sasha sascha sanya shura alex xander aleks", "alexandra": "sasha sascha sanya shura alex aleks",
    "alejandro": "alex jandro", "francisco": "paco pancho kiko fran", "jose": "pepe chepe", "josefa": "pepa",
    "ignacio": "nacho", "inaki": "nacho", "enrique": "quique kike", "dolores": "lola", "concepcion": "concha",
    "guadalupe": "lupe", "rosario": "charo", "jesus": "chus chuy", "manuel": "manolo manu", "mercedes": "merche",
    "eduardo": "edu lalo", "rafael": "rafa", "santiago": "santi", "beatriz": "bea", "isabel": "isa chabela",
    "giuseppe": "beppe peppe", "luigi": "gigi", "francesco": "checco", "giovanni": "gianni", "salvatore": "toto",
    "mikhail": "misha mischa", "michail": "misha", "dmitry": "dima mitya", "dmitri": "dima mitya", "dmitrij": "dima",
    "aleksandr": "sasha sanya shura", "sergey": "seryozha serezha", "ivan": "vanya wanja", "nikolay": "kolya",
    "nikolai": "kolya", "vladimir": "vova volodya",
    "yekaterina": "katya katja", "ekaterina": "katya katja", "tatiana": "tanya tanja", "tatyana": "tanya tanja",
    "natalia": "natasha", "natalya": "natasha", "olga": "olya olja", "maria": "masha mascha", "mariya": "masha",
    "anna": "anya anja", "darya": "dasha dascha", "daria": "dasha dascha", "yelena": "lena", "elena": "lena",
    "irina": "ira", "petr": "petya", "pyotr": "petya", "yevgeny": "zhenya", "evgeny": "zhenya", "pavel": "pasha",
    "johannes": "hans hannes johann", "johann": "hans hannes", "friedrich": "fritz", "heinrich": "heinz heiner",
    "wilhelm": "willi willy", "karlheinz": "kalle", "matthias": "matze", "sebastian": "basti", "maximilian": "max",
    "elisabeth": "lisa liesl sissi elli", "margarete": "grete gretel", "margarethe": "grete gretel",
    "katharina": "kathi kati katja",
    "magdalena": "lena leni", "ulrich": "uli", "ulrike": "uli", "stefan": "steff", "josef": "sepp",
    "guenther": "guenni", "juergen": "juergi", "hans-peter": "hape", "joachim": "jochen achim",
    "dmitriy": "dima mitya", "jerzy": "jurek", "eleanor": "nell", "ellen": "nell",
    "anastasiya": "nastya", "anastasia": "nastya", "evgeniya": "zhenya", "consuelo": "chelo",
    "bukola": "bukky", "friederike": "rike",
    "malgorzata": "gosia malgosia", "agnieszka": "aga agusia", "katarzyna": "kasia", "zofia": "zosia",
    "wojciech": "wojtek", "piotr": "piotrek", "michal": "michalek", "lukasz": "lukaszek", "krzysztof": "krzysiek krzys",
    "tomasz": "tomek", "andrzej": "andrzejek", "jakub": "kuba", "stanislaw": "staszek", "aleksandra": "ola",
    "benoit": "ben", "frederic": "fred", "jean-baptiste": "jb", "dominique": "dom", "veronique": "vero",
    "vikram": "vik", "rohan": "ro", "mohammed": "mo mohamed muhammad", "muhammad": "mo mohammed mohamed",
}  # fmt: skip

SHORT_FOR: dict[str, set[str]] = {}
"""Short form -> the names it may stand for, in lowercase ASCII."""
for _name, _shorts in _SHORT.items():
    for _short in _shorts.split():
        SHORT_FOR.setdefault(_short, set()).add(_name)
