using MediaAdmin.Live;

namespace MediaAdmin.Deletion;

/// <summary>News: entries of the deletion queue changed, all of one act. Says only that; who shows them asks for their numbers, in one statement however many they are.</summary>
public sealed record DeletionsChanged(Guid Operation, string Actor)
{
    public const string AllTopic = "deletions";

    /// <summary>Where the changes of what one person deleted are told.</summary>
    public static string ByTopic(string actor) => $"deletions/by/{actor}";
}

static class DeletionNews
{
    public static void Tell(this Announcements news, Guid operation, string actor)
    {
        var changed = new DeletionsChanged(operation, actor);
        news.Publish(DeletionsChanged.ByTopic(actor), changed);
        news.Publish(DeletionsChanged.AllTopic, changed);
    }
}
