"""Invented answers to any questionnaire: the same seed gives the same sheets."""

from surveys.content import Kind
from surveys.path import heeded
from surveys.sources import options_of

REQUESTS = {
    "Подготовиться к экзамену по математике: путаюсь в задачах на движение.": ("Подготовка к экзаменам", "Математика"),
    "Подтянуть русский язык, особенно сочинение.": ("Умение учиться", "Русский язык", "Литература"),
    "Сделать проект по информатике и защитить его на конференции.": ("Учебный проект", "Информатика"),
    "Увереннее выступать перед классом: волнуюсь и забываю слова.": ("Публичное выступление", "Уверенность в себе"),
    "Освоиться в новой школе и познакомиться с ребятами.": ("Привыкание к новой школе", "Общение в классе"),
    "Научиться планировать время, чтобы успевать и уроки, и секцию.": ("Планирование времени", "Умение учиться"),
}
"""What somebody wants, and the words of the vocabulary that go with it."""
GOALS = (
    "Сдать пробный экзамен на четвёрку",
    "Выступить с докладом",
    "Закончить проект",
    "Перестать бояться контрольных",
)
PRIDE = (
    "Второе место на школьной олимпиаде.",
    "Играю на гитаре на школьных концертах.",
    "Наш класс выиграл в «Зарнице».",
    "Третий год хожу на шахматы.",
)
BEST = (
    "Можно спросить о том, о чём неудобно спрашивать на уроке.",
    "Наставник объясняет спокойно и столько раз, сколько нужно.",
    "Мы довели проект до конца.",
    "Теперь я знаю, с чего начинать подготовку.",
    "Появился человек, с которым можно обсудить планы.",
    "Встречи по вторникам: каждую неделю маленькое дело.",
)
CHANGES = (
    "Встречаться чаще, хотя бы раз в неделю.",
    "Нужен отдельный кабинет: в коридоре шумно.",
    "Хотелось бы больше общих встреч.",
    "Сообщать о переносе встречи заранее.",
    "Всё устраивает.",
    "Начинать программу раньше, в октябре.",
)
OTHERS = ("По средам занимаюсь до пяти часов.", "Могу задержаться после уроков.", "Пока всё понятно.")
TEXTS = {
    "goal": GOALS,
    "achievements": PRIDE,
    "had_mentor_where": ("В спортивной секции, тренер помогал с режимом.", "Летом в лагере."),
    "best": BEST,
    "change": CHANGES,
}
KNOWN = {"person.birth_year", "person.email", "person.phone", "person.post"}
AFTER_LESSONS = [f"{day}-after1" for day in ("mon", "tue", "wed", "thu", "fri")]


class Inventor:
    """Fills in one questionnaire after another; ``leaning`` is how kind the people are, from 0 to 1."""

    def __init__(self, content, programme, random, leaning=0.75):
        self.content, self.random, self.leaning = content, random, leaning
        self.options = {one.key: options_of(one, programme) for one in content.questions if one.source}

    def sheet(self):
        """Answers of somebody who is a little kinder or a little stricter than the others."""
        self.request = self.random.choice(tuple(REQUESTS))
        mood = min(0.95, max(0.15, self.random.gauss(self.leaning, 0.15)))
        given = {one.key: self.answer(one, mood) for one in self.content.questions if self.is_answered(one)}
        return heeded(self.content, {key: value for key, value in given.items() if value})

    def is_answered(self, question):
        """People leave out more than half of what they may leave out, and texts oftener than choices. What the
        registers know already is not invented anew."""
        if question.binding in KNOWN:
            return False
        return question.required or self.random.random() < (0.35 if question.kind == Kind.LONG else 0.6)

    def answer(self, question, mood):
        if question.can_be_unknown and self.random.random() < 0.06:
            return {"unknown": True}
        return getattr(self, question.kind.value, self.text)(question, mood)

    def scale(self, question, mood):
        first, last = question.ends
        mark = round(first + (last - first) * min(1, max(0, self.random.gauss(mood, 0.14))))
        return {"scale": mark}

    def yes_no(self, question, mood):
        return {"yes": self.random.random() < mood}

    def number(self, question, mood):
        least = question.least or 0
        return {"number": self.random.randint(least, min(question.most or least + 5, least + 5))}

    def single(self, question, mood):
        return {"options": [self.random.choice(question.options).key]}

    def several(self, question, mood):
        keys = [one.key for one in question.options if one.key != "none"]
        return {"options": self.some(keys, question.most or 3)}

    def words(self, question, mood):
        """Words that go with the request; of people and interests any, and nothing where no word fits."""
        offered = self.options[question.key]
        fitting = [key for key, text in offered if text in REQUESTS[self.request]]
        if question.source in {"people.subjects", "people.competences"}:
            return {"options": fitting[: question.most]} if fitting else self.none(question)
        return {"options": self.some([key for key, _text in offered], question.most or 2)} if offered else None

    def none(self, question):
        """No word fits: people say so, leave it out, or take the first one where they must."""
        if question.can_be_unknown:
            return {"unknown": True}
        return {"options": [self.options[question.key][0][0]]} if question.required else None

    def ranking(self, question, mood):
        keys = [key for key, _text in self.options[question.key]]
        return {"ranked": self.some(keys, question.most or 3)} if keys else None

    def slots(self, question, mood):
        chosen = self.random.sample(AFTER_LESSONS, 2)
        return {"slots": [code for code in AFTER_LESSONS if code in chosen]}

    def text(self, question, mood):
        if question.key == "request":
            return {"text": self.request}
        return {"text": self.random.choice(TEXTS.get(question.key, OTHERS))}

    def some(self, keys, most):
        return self.random.sample(keys, min(len(keys), self.random.randint(1, min(most, 3))))
