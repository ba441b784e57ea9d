"""Invented answers to any questionnaire: the same seed gives the same sheets."""

from surveys.content import Kind
from surveys.path import heeded
from surveys.sources import options_of

REQUESTS = (
    "Подготовиться к экзамену по математике: путаюсь в задачах на движение.",
    "Подтянуть русский язык, особенно сочинение.",
    "Сделать проект по информатике и защитить его на конференции.",
    "Увереннее выступать перед классом: волнуюсь и забываю слова.",
    "Освоиться в новой школе и познакомиться с ребятами.",
    "Научиться планировать время, чтобы успевать и уроки, и секцию.",
)
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
    "request": REQUESTS,
    "goal": GOALS,
    "achievements": PRIDE,
    "had_mentor_where": ("В спортивной секции, тренер помогал с режимом.", "Летом в лагере."),
    "best": BEST,
    "change": CHANGES,
}
AFTER_LESSONS = [f"{day}-after1" for day in ("mon", "tue", "wed", "thu", "fri")]


class Inventor:
    """Fills in one questionnaire after another; ``leaning`` is how kind the people are, from 0 to 1."""

    def __init__(self, content, programme, random, leaning=0.75):
        self.content, self.random, self.leaning = content, random, leaning
        self.options = {one.key: options_of(one, programme) for one in content.questions if one.source}

    def sheet(self):
        """Answers of somebody who is a little kinder or a little stricter than the others."""
        mood = min(0.95, max(0.15, self.random.gauss(self.leaning, 0.15)))
        given = {one.key: self.answer(one, mood) for one in self.content.questions if self.is_answered(one)}
        return heeded(self.content, {key: value for key, value in given.items() if value})

    def is_answered(self, question):
        """People leave out more than half of what they may leave out, and texts oftener than choices."""
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
        keys = [key for key, _text in self.options[question.key]]
        return {"options": self.some(keys, question.most or 3)} if keys else None

    def ranking(self, question, mood):
        keys = [key for key, _text in self.options[question.key]]
        return {"ranked": self.some(keys, question.most or 3)} if keys else None

    def slots(self, question, mood):
        chosen = self.random.sample(AFTER_LESSONS, 2)
        return {"slots": [code for code in AFTER_LESSONS if code in chosen]}

    def text(self, question, mood):
        return {"text": self.random.choice(TEXTS.get(question.key, OTHERS))}

    def some(self, keys, most):
        return self.random.sample(keys, min(len(keys), self.random.randint(1, min(most, 3))))
