using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>A write that the server has checked without storing it.</summary>
/// <param name="Write">The write; planned anew if somebody else wrote meanwhile.</param>
/// <param name="Description">The write for people, field by field as the server would store it; no secrets.</param>
public sealed record WritePreview(ObjectWrite Write, string Description)
{
    /// <summary>A change for people: what is done, then field by field.</summary>
    /// <param name="title">What is done, in one line.</param>
    /// <param name="changes">The fields.</param>
    public static string Describe(string title, IEnumerable<JsonDifference> changes) =>
        title + string.Concat(changes.Select(change => $"\n  {change}"));
}
