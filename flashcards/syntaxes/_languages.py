"""The words for question and answer in the languages that people write flashcards in.

A letter that begins both words (Czech `O:` and `O:`, Danish `S:` and `S:`) says nothing and is
left out. Words of languages that are set label flashcards; those of all others only serve to tell
the author which language to set. The heads of tables are known in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from msgspec import Struct


class Language(Struct, frozen=True):
    """A language's words, the first of each what a label of that language usually is."""

    name: str
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    fronts: tuple[str, ...] = ()
    """More words that head a column of questions, terms or fronts in a table."""

    backs: tuple[str, ...] = ()


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        "en": Language(
            "English",
            ("Q", "Question"),
            ("A", "Answer"),
            ("Front", "Prompt", "Term", "Word", "Concept", "Cue"),
            ("Back", "Response", "Definition", "Meaning", "Translation", "Explanation"),
        ),
        "de": Language(
            "German",
            ("Frage", "F"),
            ("Antwort", "A"),
            ("Vorderseite", "Begriff", "Wort", "Vokabel"),
            ("Rückseite", "Definition", "Bedeutung", "Übersetzung", "Erklärung"),
        ),
        "fr": Language(
            "French",
            ("Question", "Q"),
            ("Réponse", "R"),
            ("Recto", "Terme", "Mot", "Concept"),
            ("Verso", "Définition", "Signification", "Traduction", "Explication"),
        ),
        "es": Language(
            "Spanish",
            ("Pregunta", "P"),
            ("Respuesta", "R"),
            ("Anverso", "Término", "Palabra", "Concepto"),
            ("Reverso", "Definición", "Significado", "Traducción", "Explicación"),
        ),
        "it": Language(
            "Italian",
            ("Domanda", "D"),
            ("Risposta", "R"),
            ("Fronte", "Termine", "Parola", "Concetto"),
            ("Retro", "Definizione", "Significato", "Traduzione", "Spiegazione"),
        ),
        "pt": Language(
            "Portuguese",
            ("Pergunta", "Questão", "P"),
            ("Resposta", "R"),
            ("Frente", "Termo", "Palavra", "Conceito"),
            ("Verso", "Definição", "Significado", "Tradução", "Explicação"),
        ),
        "nl": Language(
            "Dutch",
            ("Vraag", "V"),
            ("Antwoord", "A"),
            ("Voorkant", "Begrip", "Term", "Woord"),
            ("Achterkant", "Definitie", "Betekenis", "Vertaling", "Uitleg"),
        ),
        "pl": Language(
            "Polish",
            ("Pytanie", "P"),
            ("Odpowiedź", "Odp", "O"),
            ("Przód", "Pojęcie", "Słowo"),
            ("Tył", "Definicja", "Znaczenie", "Tłumaczenie", "Wyjaśnienie"),
        ),
        "cs": Language(
            "Czech",
            ("Otázka",),
            ("Odpověď",),
            ("Líc", "Pojem", "Slovo"),
            ("Rub", "Definice", "Význam", "Překlad", "Vysvětlení"),
        ),
        "sv": Language(
            "Swedish",
            ("Fråga", "F"),
            ("Svar", "S"),
            ("Framsida", "Begrepp", "Ord"),
            ("Baksida", "Definition", "Betydelse", "Översättning", "Förklaring"),
        ),
        "da": Language(
            "Danish",
            ("Spørgsmål",),
            ("Svar",),
            ("Forside", "Begreb", "Ord"),
            ("Bagside", "Definition", "Betydning", "Oversættelse", "Forklaring"),
        ),
        "no": Language(
            "Norwegian",
            ("Spørsmål",),
            ("Svar",),
            ("Forside", "Begrep", "Ord"),
            ("Bakside", "Definisjon", "Betydning", "Oversettelse", "Forklaring"),
        ),
        "fi": Language(
            "Finnish",
            ("Kysymys", "K"),
            ("Vastaus", "V"),
            ("Etupuoli", "Käsite", "Sana"),
            ("Kääntöpuoli", "Määritelmä", "Merkitys", "Käännös", "Selitys"),
        ),
        "ru": Language(
            "Russian",
            ("Вопрос", "В"),
            ("Ответ", "О"),
            ("Термин", "Слово", "Понятие"),
            ("Определение", "Значение", "Перевод", "Объяснение"),
        ),
        "uk": Language(
            "Ukrainian",
            ("Питання", "Запитання", "П"),
            ("Відповідь", "В"),
            ("Термін", "Слово", "Поняття"),
            ("Визначення", "Значення", "Переклад", "Пояснення"),
        ),
        "tr": Language(
            "Turkish",
            ("Soru", "S"),
            ("Cevap", "Yanıt", "C"),
            ("Terim", "Kelime", "Kavram"),
            ("Tanım", "Anlam", "Çeviri", "Açıklama"),
        ),
        "zh": Language(
            "Chinese",
            ("问题", "問題", "问", "問"),
            ("答案", "回答", "答"),
            ("正面", "术语", "術語", "单词", "單詞", "概念"),
            ("背面", "定义", "定義", "释义", "釋義", "含义", "解释", "翻译"),
        ),
        "ja": Language(
            "Japanese",
            ("質問", "問題", "問い", "問"),
            ("回答", "解答", "答え", "答"),
            ("表", "表面", "用語", "単語"),
            ("裏", "裏面", "定義", "意味", "説明"),
        ),
        "ko": Language(
            "Korean",
            ("질문", "문제", "문"),
            ("정답", "답변", "대답", "답"),
            ("앞면", "용어", "단어", "개념"),
            ("뒷면", "정의", "의미", "뜻", "번역", "설명"),
        ),
    }
)
"""By the code that the setting `languages` takes."""


@cache
def label_words(codes: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the labels of questions and of answers in the languages, each word once.

    A word that is both (`В` in Russian and in Ukrainian) is left out.
    """
    known = [LANGUAGES[code] for code in codes if code in LANGUAGES]
    questions = dict.fromkeys(word for language in known for word in language.questions)
    answers = dict.fromkeys(word for language in known for word in language.answers)
    both = questions.keys() & answers.keys()
    return (
        tuple(word for word in questions if word not in both),
        tuple(word for word in answers if word not in both),
    )


def is_word(label: str) -> bool:
    """Say whether a label is more than a letter; a Chinese character is a word."""
    return len(label) > 1 or label.lower() == label.upper()
