"""Seed: writes the SQL that fills Greenroom's tables with users and what they have practised. The same every time.

    seed.py USERS SESSIONS_EACH

Everybody has the password of the first user, who must be there already.
"""

import json
import random
import sys
from datetime import datetime, timedelta

from server import address_of

WORDS = """when our warehouse moved to the new system orders began to arrive twice so I compared the logs of both sides and saw
that a timeout made the client send again my lead wanted to roll back but I asked for an hour wrote a key for each order and
tried it on one shelf the duplicates stopped the next week we had none in four thousand orders and I learned to ask what
happens when an answer is lost before I trust any network""".split()
QUESTIONS = [
    "Tell me about a time when something failed and what you did.",
    "Describe a decision that you made with too little information.",
    "What have you improved that nobody had asked you to?",
]
STATUSES = ["created", "transcribed", "completed", "completed", "completed"]
ROWS_AT_ONCE = 500
START = datetime(2026, 1, 1)


def main(users: int, each: int) -> None:
    chance = random.Random(11)
    print("SET autocommit = 0, foreign_key_checks = 0, unique_checks = 0;")
    for user in range(2, users + 1):
        print(
            "INSERT INTO users (id, email, email_lower, hashed_password, name, created_at) "
            f"SELECT {user}, '{address_of(user)}', '{address_of(user)}', hashed_password, 'User {user}', created_at "
            "FROM users WHERE id = 1;"
        )
    rows = [row(chance, user, number) for number in range(each) for user in range(1, users + 1)]
    columns = "user_id, title, question, search_text, status, audio_s3_key, duration_s, transcript, scores, overall_score, feedback, created_at"
    for begin in range(0, len(rows), ROWS_AT_ONCE):
        print(f"INSERT INTO interview_sessions ({columns}) VALUES {','.join(rows[begin : begin + ROWS_AT_ONCE])};")
    print("COMMIT; ANALYZE TABLE users, interview_sessions;")


def row(chance: random.Random, user: int, number: int) -> str:
    """A session with about 1,500 characters of transcript and 1,000 of feedback."""
    title, question, said = f"Practice {number + 1}", chance.choice(QUESTIONS), sentences(chance, 1500)
    scores = {name: chance.randint(20, 100) for name in ("communication", "technical", "clarity")}
    feedback = {"strengths": [sentences(chance, 150) for _ in range(3)], "improvements": [sentences(chance, 150) for _ in range(3)]}
    created = START + timedelta(days=number, seconds=user, milliseconds=chance.randint(0, 999))
    values = [
        title, question, f"{title} {question}".lower(), chance.choice(STATUSES),
        f"uploads/{user}/{chance.getrandbits(128):032x}.webm", 120.5, said, json.dumps(scores),
        sum(scores.values()) / 3, json.dumps(feedback), created.isoformat(sep=" ", timespec="milliseconds"),
    ]
    return f"({user}," + ",".join(literal(value) for value in values) + ")"


def sentences(chance: random.Random, characters: int) -> str:
    said = ""
    while len(said) < characters:
        said += " ".join(chance.choices(WORDS, k=chance.randint(8, 20))).capitalize() + ". "
    return said.strip()


def literal(value) -> str:
    if isinstance(value, (int, float)):
        return repr(value)
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


main(int(sys.argv[1]), int(sys.argv[2]))
