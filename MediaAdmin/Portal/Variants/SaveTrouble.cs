namespace MediaAdmin.Portal.Variants;

/// <summary>Why the last save did not come about; the edits are kept either way.</summary>
public enum SaveTrouble { None, Overtaken, Failed }
