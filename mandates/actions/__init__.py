from mandates.actions.carry_over import assign_carried_over, carry_over

__all__ = ["assign_carried_over", "carry_over"]
