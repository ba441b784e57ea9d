"""Lets anybody check the engine: an instance as JSON in, the best pairs as JSON out."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mentorship.matching.engine import POLICIES, solve


class Command(BaseCommand):
    help = "Solves a matching instance (a JSON file, or - for standard input) and answers as JSON."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--policy", choices=POLICIES, default="cover")
        parser.add_argument("--salt", default="", help="of the lottery among equally good answers")

    def handle(self, *, file, policy, salt, **options):
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
            answer = solve(json.loads(text), policy, salt)
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.", returncode=2) from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not UTF-8 text.", returncode=2) from error
        except RecursionError as error:
            raise CommandError(f"{file} is nested too deeply.", returncode=2) from error
        except json.JSONDecodeError as error:
            raise CommandError(
                f"{file} is not JSON: line {error.lineno}, column {error.colno}.", returncode=2
            ) from error
        except (ValueError, ArithmeticError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
