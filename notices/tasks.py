"""The clock of the outbox."""

from celery import shared_task

from notices.actions import SEND
from notices.sending import send_letters

shared_task(name=SEND)(send_letters)
