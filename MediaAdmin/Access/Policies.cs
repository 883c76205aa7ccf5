namespace MediaAdmin.Access;

/// <summary>The policies that endpoints and pages name: signed in with at least this role.</summary>
public static class Policies
{
    public const string Viewer = "Viewer";
    public const string Editor = "Editor";
    public const string Admin = "Admin";
}
