"""What every page needs to look right."""


def display(request):
    return {}
