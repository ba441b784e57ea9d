"""One other program on one instance, in a process of its own: ``python tests/bench_peers.py NAME < instance.json``.

Both mentor-match and matching bring a package called ``matching``, so each is installed into a folder of its own, which
``tests.bench_matching`` puts on the path; the product itself uses neither.
"""

import json
import sys
import time


def mentor_match(instance):
    """mentor-match with munkres: a round for each place; a mentee who has a mentor is out of later rounds."""
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.process import process_data
    from matching.rules.rule import Disqualify, Rule

    points = {(mentor, mentee): worth for mentor, mentee, worth in instance["scores"]}
    room = {row["id"]: row["max"] for row in instance["mentors"]}

    class Looked(Rule):
        def __init__(self):
            super().__init__({True: 0, False: 0})

        def evaluate(self, match):
            return True

        def apply(self, match):
            return points.get(key(match), 0)

    def key(match):
        return int(match.mentor.email), int(match.mentee.email)

    def is_out(match):
        mentor, _mentee = key(match)
        return key(match) not in points or len(match.mentor.mentees) >= room[mentor] or bool(match.mentee.mentors)

    mentors = [Mentor(grade=1, email=str(row["id"])) for row in instance["mentors"]]
    mentees = [Mentee(grade=1, email=str(row["id"])) for row in instance["mentees"]]
    rounds = max(room.values())
    began = time.perf_counter()
    process_data(mentors, mentees, [[Looked(), Disqualify(is_out)] for _ in range(rounds)])
    took = time.perf_counter() - began
    return took, [(int(one.mentors[0].email), int(one.email)) for one in mentees if one.mentors]


def matching(instance):
    """Hospitals and residents of the package matching: a stable list, not the best one."""
    import warnings

    from matching.games import HospitalResident

    warnings.simplefilter("ignore")
    sys.setrecursionlimit(10**6)
    ranked = sorted(instance["scores"], key=lambda row: (-row[2], row[0], row[1]))
    residents, hospitals = {}, {}
    for mentor, mentee, _worth in ranked:
        residents.setdefault(f"r{mentee}", []).append(f"h{mentor}")
        hospitals.setdefault(f"h{mentor}", []).append(f"r{mentee}")
    room = {f"h{row['id']}": row["max"] for row in instance["mentors"] if f"h{row['id']}" in hospitals}
    began = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(residents, hospitals, room)
    found = game.solve(optimal="resident")
    took = time.perf_counter() - began
    return took, [(int(str(one)[1:]), int(str(other)[1:])) for one, many in found.items() for other in many]


if __name__ == "__main__":
    given = json.load(sys.stdin)
    seconds, pairs = {"mentor-match": mentor_match, "matching": matching}[sys.argv[1]](given)
    worth = {(mentor, mentee): points for mentor, mentee, points in given["scores"]}
    print(json.dumps({"ms": seconds * 1000, "matched": len(pairs), "score": sum(worth[pair] for pair in pairs)}))
