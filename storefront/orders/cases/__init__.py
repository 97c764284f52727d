"""Cases: withdrawals, returns, disputes, chargebacks. One engine, whatever the business model."""
