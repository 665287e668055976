using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>A field that somebody else changed after a change of the same field was planned.</summary>
/// <param name="Field">The field as people name it: <c>spec.replicas</c>.</param>
/// <param name="Before">The value that the change was planned on. Null if the field was absent.</param>
/// <param name="Theirs">The value that it has now. Null if somebody removed it.</param>
/// <param name="Ours">The value that it was to get. Null if it was to be removed.</param>
/// <param name="Manager">Who wrote it, such as <c>kubectl-edit</c>. Null if the object does not tell.</param>
public sealed record ConcurrentFieldChange(string Field, string? Before, string? Theirs, string? Ours, string? Manager)
{
    /// <summary>The fields that both somebody else and a change are about, and not to the same end.</summary>
    /// <param name="planned">The change as it was planned.</param>
    /// <param name="now">The same wish, planned on the object as it is now.</param>
    internal static IReadOnlyList<ConcurrentFieldChange> Between(ObjectUpdate planned, ObjectUpdate now)
    {
        // One list of hidden values, so that the same value has the same stand-in in all of them.
        var hidden = new HiddenValues();
        JsonDifference[] ours = Differences(now.Read, now.Wanted, hidden);
        return
        [
            .. from change in Differences(planned.Read, now.Read, hidden)
               let wanted = ours.FirstOrDefault(own => own.Path == change.Path)
               where wanted is not null && !ChangeAnnotations.Contains(change.Path)
               let theirs = HiddenValues.Show(change)
               select new ConcurrentFieldChange(
                   change.Path, theirs.From, theirs.To, HiddenValues.Show(wanted).To,
                   ManagedPaths.WriterOf(now.Read, change.Path)),
        ];
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Field} is now {Tell(Theirs)} (was {Tell(Before)}{(Manager is null ? "" : $", set by {Manager}")}; "
        + $"this command wanted {Tell(Ours)})";

    private static JsonDifference[] Differences(KubeObject from, KubeObject to, HiddenValues hidden) =>
    [
        .. JsonDifference.Between(
            StoredForm.Of(from.ToNode(), from.Kind, hidden.Hide), StoredForm.Of(to.ToNode(), to.Kind, hidden.Hide)),
    ];

    private static string Tell(string? value) => value is null ? "(none)" : UntrustedText.Quote(value);
}
