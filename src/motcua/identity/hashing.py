"""Password hashing with a bounded cost: a login must be dear for a thief, yet not a way to stall the desk."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """argon2id with the second parameter choice of OWASP's cheat sheet (19 MiB, 2 passes, 1 lane)."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
