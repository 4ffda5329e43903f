"""A till's first session, by the client that openapi-python-client made of the gateway's description."""

import os
from io import BytesIO
from uuid import uuid4

from commonpoint_gateway_client import AuthenticatedClient
from commonpoint_gateway_client.api.accounts import open_account, read_balances
from commonpoint_gateway_client.api.imports import start_import
from commonpoint_gateway_client.api.operations import issue_points, redeem_points
from commonpoint_gateway_client.api.programmes import list_programs
from commonpoint_gateway_client.models import IssuePointsRequest, OpenAccountRequest, Problem, RedeemPointsRequest
from commonpoint_gateway_client.types import File

gateway = AuthenticatedClient(
    base_url=os.environ.get("GATEWAY", "http://127.0.0.1:8080"), token=os.environ["KEY"]
)


def once() -> str:
    """Each request that changes something has a key of its own; the same key again is the same request."""
    return str(uuid4())


account = open_account.sync(
    client=gateway, body=OpenAccountRequest(member_ref=f"till-{uuid4()}"), idempotency_key=once()
)
issued = issue_points.sync(
    client=gateway,
    body=IssuePointsRequest(program_id="harbor", account_id=account.account_id, amount="100"),
    idempotency_key=once(),
)
print("issued", issued.state.value)

refused = redeem_points.sync(
    client=gateway,
    body=RedeemPointsRequest(program_id="harbor", account_id=account.account_id, amount="101"),
    idempotency_key=once(),
)
assert isinstance(refused, Problem)
print("refused", refused.code.value)

balances = read_balances.sync(client=gateway, account_id=account.account_id)
print("available", balances.balances[0].available)

purchases = File(payload=BytesIO(b"customer_id,date,amount\nm-1,2026-01-05,12.50\n"))
imported = start_import.sync(client=gateway, program="harbor", decimals=2, body=purchases, idempotency_key=once())
print("import", imported.state.value)

print("programmes", len(list_programs.sync(client=gateway, limit=2).programs))
