"""What outlives a run: documents, boards and their items, claims, changes, subscriptions and the outbox.

The only room that speaks SQL. It knows rows, not parks: what is news is decided one room up, in monitors.
"""
