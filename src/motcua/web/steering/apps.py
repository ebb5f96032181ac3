from django.apps import AppConfig


class SteeringConfig(AppConfig):
    name = "motcua.web.steering"
    label = "web_steering"
