namespace MediaAdmin.Portal.Planning;

/// <summary>The words of the plan for dropped files: PlanWords.resx (English) and PlanWords.tr.resx (Turkish).</summary>
public sealed class PlanWords;
