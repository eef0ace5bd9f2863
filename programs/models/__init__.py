"""Plans, clauses, stages, targets and tasks."""

from programs.models.plans import Plan, PlanClause, Stage
from programs.models.targets import Target
from programs.models.tasks import Task, TaskParty, TaskSolution

__all__ = ["Plan", "PlanClause", "Stage", "Target", "Task", "TaskParty", "TaskSolution"]
