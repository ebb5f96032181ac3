"""A browser for an officer, for the tests of complaints."""

from django.test import Client

from motcua.identity.actor import Actor
from motcua.identity.models import User


def logged_in(actor: Actor) -> Client:
    """A browser in which this officer has logged in, acting from this very post."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id or 0), "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["post"] = actor.post_id
    session.save()
    return client


def text(client: Client, url: str) -> str:
    """The page at this address, which must be there."""
    response = client.get(url)
    assert response.status_code == 200, url
    body: str = response.content.decode()
    return body
