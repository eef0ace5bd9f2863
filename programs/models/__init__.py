"""Plans, clauses, stages, targets, tasks and the work done under them."""

from programs.models.plans import Plan, PlanClause, Stage
from programs.models.targets import Target
from programs.models.tasks import Task, TaskParty, TaskSolution
from programs.models.work import WorkCoordinator, WorkItem
from programs.models.work_parts import Milestone, ProgressNote, WorkContribution

__all__ = [
    "Milestone",
    "Plan",
    "PlanClause",
    "ProgressNote",
    "Stage",
    "Target",
    "Task",
    "TaskParty",
    "TaskSolution",
    "WorkContribution",
    "WorkCoordinator",
    "WorkItem",
]
