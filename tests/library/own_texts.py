"""Texts to count, made by a generator from word lists of our own: English, German, Russian, invented."""

from __future__ import annotations

import numpy as np

from wordmodes.text.planted import planted_language

ENGLISH = {
    "sea": "ship harbour sailor anchor storm wave captain island sail mast tide deck cargo lighthouse rope crew",
    "kitchen": "bread oven butter salt pepper soup spoon flour sugar apple knife plate cook dinner honey onion",
    "court": "judge lawyer witness verdict trial jury crime prison sentence law appeal clerk oath evidence bench fine",
    "garden": "rose tree seed soil spade leaf branch flower bee root spring hedge lawn pond grass gardener",
}
GERMAN = {
    "Meer": "Schiff Küste Möwe Kapitän Böe Welle Düne Hafen Anker Strömung Segel Flut Brücke Matrose Öl Leuchtturm",
    "Küche": "Brötchen Gemüse Löffel Süße Öfen Käse Zwiebel Mehl Kräuter Würze Teller Köchin Größe Soße Hähnchen Nüsse",
    "Gericht": "Richter Zeuge Anwältin Urteil Strafe Gefängnis Schöffe Gesetz Verhör Täter Kläger Lüge Eid Buße Büro",
}
RUSSIAN = {
    "море": "корабль волна берег остров капитан парус ветер чайка порт якорь прилив палуба матрос маяк буря лодка",
    "кухня": "хлеб соль масло суп ложка мука сахар яблоко нож тарелка повар обед мёд лук сыр печь",
    "суд": "судья закон свидетель приговор тюрьма адвокат дело присяга жалоба улика штраф протокол допрос истец вина",
}
GLUE = {
    "en": "the of and a to in was that with for on by it is at from",
    "de": "der die und das in zu war mit für auf über ein dass es am von",
    "ru": "и в на не что с он как это по но из у за к о",
}


def text_of(topics: dict[str, str], glue: str, n_documents: int, seed: int) -> list[str]:
    """Documents of sentences; each has a topic, whose words stand among those of grammar."""
    rng = np.random.default_rng(seed)
    lists = [words.split() for words in topics.values()]
    everything = [word for words in lists for word in words]
    documents = []
    for _ in range(n_documents):
        own = lists[rng.integers(len(lists))]
        sentences = []
        for _ in range(rng.integers(6, 14)):
            words = [str(rng.choice(own if rng.random() < 0.7 else everything)) for _ in range(rng.integers(3, 7))]
            mixed = [part for word in words for part in (str(rng.choice(glue.split())), word)]
            sentences.append(" ".join(mixed).capitalize() + ".")
        documents.append("\n".join(sentences))
    return documents


def english() -> list[str]:
    return text_of(ENGLISH, GLUE["en"], 60, seed=1)


def german() -> list[str]:
    return text_of(GERMAN, GLUE["de"], 60, seed=2)


def russian() -> list[str]:
    return text_of(RUSSIAN, GLUE["ru"], 60, seed=3)


def invented() -> list[str]:
    """So many different words that the page does not solve for all modes."""
    return [" ".join(document) for document in planted_language().sample(24_000, seed=4)]
