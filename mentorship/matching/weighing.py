"""How much of a hundred each weight makes: the number that stands beside it on the page of the rules."""

from .rules import ALL_POINTS, points_of_weights


def shares_of(weights):
    """``{code: whole points of 100}`` that add up to 100: what rounding leaves goes to the largest remainders."""
    points = points_of_weights(weights)
    one = ALL_POINTS // 100
    shares = {code: count // one for code, count in points.items()}
    by_remainder = sorted(points, key=lambda code: -(points[code] % one))
    for code in by_remainder[: 100 - sum(shares.values())]:
        shares[code] += 1
    return shares
