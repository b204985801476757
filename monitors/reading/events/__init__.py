"""Events: signings, openings, promotions."""
