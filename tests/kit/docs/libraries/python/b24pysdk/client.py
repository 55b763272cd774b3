from . import Client as BaseClient
