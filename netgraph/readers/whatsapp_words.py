# ruff: noqa: RUF001
"""What the app itself says in a chat, in the languages that most people use: system notices, and what is none."""

import re

_ENCRYPTED = (
    "messages and calls are end-to-end encrypted", "messages you send to this chat and calls are",
    "messages to this chat and calls are", "messages you send to this group are now",
    "messages to this group are now secured", "nachrichten und anrufe sind ende-zu-ende",
    "nachrichten, die du in diesem chat sendest", "nachrichten in diesem chat sowie anrufe",
    "los mensajes y las llamadas están cifrad", "los mensajes y llamadas están cifrad",
    "los mensajes en este chat y las llamadas", "les messages et les appels sont chiffrés",
    "les messages et appels sont chiffrés", "les messages envoyés dans", "i messaggi e le chiamate sono crittografati",
    "i messaggi e le chiamate in questa chat", "as mensagens e as chamadas são protegidas",
    "as mensagens e ligações são", "as mensagens e as ligações são", "berichten en oproepen zijn end-to-end",
    "berichten en gesprekken zijn end-to-end", "berichten naar dit gesprek", "сообщения и звонки защищены сквозным",
    "mesajlar ve aramalar uçtan uca", "wiadomości i połączenia są w pełni", "viestit ja puhelut ovat täysin",
    "meddelanden och samtal är totalsträck", "meldinger og anrop er ende-til-ende", "beskeder og opkald er end-to-end",
    "zprávy a hovory jsou koncově", "az üzenetek és hívások végpontok", "pesan dan panggilan dienkripsi",
    "pesan dan panggilan terenkripsi", "消息和通话已进行端到端加密", "訊息和通話經端對端加密",
    "訊息和通話皆受端對端加密", "メッセージと通話はエンドツーエンド", "메시지와 통화는 종단간 암호화",
    "الرسائل والمكالمات مشفرة", "الرسائل والمكالمات مشفّرة", "پیام‌ها و تماس‌ها سرتاسر رمزنگاری",
)  # fmt: skip
_CALLS = (
    "missed voice call", "missed video call", "missed group", "missed call", "voice call", "video call", "group call",
    "silenced voice call", "silenced video call", "no answer", "call failed",
    "verpasster sprachanruf", "verpasster videoanruf", "verpasster anruf", "verpasster gruppen", "sprachanruf",
    "videoanruf", "llamada de voz", "llamada perdida", "llamada de video", "videollamada", "llamada de vídeo",
    "llamada grupal", "appel vocal", "appel vidéo", "appel manqué", "appel de groupe", "chiamata vocale",
    "chiamata persa", "videochiamata", "chiamata di gruppo", "chamada de voz", "chamada de vídeo", "ligação de voz",
    "ligação de vídeo", "chamada perdida", "ligação perdida", "gemiste spraakoproep", "gemiste video", "gemiste oproep",
    "spraakoproep", "video-oproep", "gemist gesprek", "пропущенный аудиозвонок", "пропущенный видеозвонок",
    "пропущенный звонок", "аудиозвонок", "видеозвонок", "cevapsız sesli", "cevapsız görüntülü", "sesli arama",
    "görüntülü arama", "nieodebrane połączenie", "vastaamaton", "vastaamatta jäänyt", "missat röstsamtal",
    "missat videosamtal", "未接语音", "未接视频", "未接來電", "不在着信", "부재중",
    "مكالمة صوتية فائتة", "مكالمة فيديو فائتة",
    "panggilan suara tak terjawab", "panggilan video tak terjawab",
)  # fmt: skip
_SECURITY = (
    "security code", "sicherheitsnummer", "sicherheitscode", "código de seguridad", "code de sécurité",
    "codice di sicurezza", "código de segurança", "beveiligingscode", "код безопасности", "güvenlik kodu",
    "kod bezpieczeństwa", "turvakoodi", "säkerhetskod", "disappearing messages", "selbstlöschende nachrichten",
    "mensajes temporales", "messages éphémères", "messaggi effimeri", "mensagens temporárias", "zelfwissende berichten",
    "исчезающие сообщения", "is a contact", "ist ein kontakt", "es un contacto",
)  # fmt: skip
_YOU = (
    r"(?:you|you're|du|tú|usted|has|creaste|añadiste|cambiaste|saliste|vous|você|tu|hai|je|jij|u|вы|siz|sen|sinä|ty"
    r"|anda|kamu)\b"
)
_DELETED = (
    r"delet|gelöscht|elimin|borr|supprim|apag|verwijder|удал|silin|sildi|slett|radera|poist|usun|smazal|view once"
    r"|hapus|einmal|ver una vez|vue unique|видео|фото"
)
_OMITTED = (
    r"(?:omitted|ausgeschlossen|weggelassen|omitid[oa]s?|absente?|exclue?s?|omess[oa]|esclus[oa]|ocultad[oa]|weggelaten"
    r"|пропущен[оа]?|pominięto|dahil edilmedi|utelämnad|jätetty pois|vynechán[oay]?|已忽略|省略|생략됨)\s*$"
)

_ENCRYPTION = re.compile("|".join(map(re.escape, _ENCRYPTED)))
_NOTICE = re.compile(f"(?:{'|'.join(map(re.escape, _CALLS))})|.*(?:{'|'.join(map(re.escape, _SECURITY))})")
_ABOUT_YOU = re.compile(_YOU)
_NO_NOTICE = re.compile(_DELETED)
_MEDIA = re.compile(f"<|.*{_OMITTED}")

OWNER = frozenset({"You", "Tú", "Vous", "Você", "Вы", "あなた"})
"""The owner, where a chat calls nobody else so. "Du" and "Sen" are names as well."""

ASSISTANT = "Meta AI"


def is_notice(author: str, opening: str, marked: bool) -> bool:
    """Whether what stands under an author's name is the app's own: who joined, a call, how the chat is encrypted.

    `marked`: the app's mark precedes it. So it does on iOS before a picture left out, which is a message; also one
    that was deleted is.
    """
    said = opening.lower()
    if _ENCRYPTION.match(said):
        return True
    if not marked:
        return False
    if said.startswith(f"{author.lower()} ") or _ABOUT_YOU.match(said):
        return not _NO_NOTICE.search(said)
    return bool(_NOTICE.match(said)) and not is_media(opening)


def is_media(opening: str) -> bool:
    """Whether this stands for a picture, a voice message or another file."""
    return bool(_MEDIA.match(opening.lower()))
