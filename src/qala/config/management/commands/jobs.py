"""Work off the queues: pictures, letters, meanings, nightly runs."""

import asyncio
from typing import cast

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


class Command(BaseCommand):
    help = "Run the job worker until it is stopped; a job that was under way is taken up again."

    def handle(self, *args: object, **options: object) -> None:
        asyncio.run(self._work())

    async def _work(self) -> None:
        connector = cast("DjangoConnector", app.connector)
        worker = app.with_connector(connector.get_worker_connector())
        async with worker.open_async():
            await worker.run_worker_async(name="qala", concurrency=2, delete_jobs="successful")
