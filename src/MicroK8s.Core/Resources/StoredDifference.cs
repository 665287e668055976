namespace MicroK8s.Resources;

/// <summary>
/// What a write changes in an object, as the server would store it: by the answer of a dry run, so that defaults,
/// webhooks and the server's own spelling of values are in it.
/// </summary>
public static class StoredDifference
{
    /// <summary>
    /// Every field that differs. What the server writes for itself (versions, managers, times, status) is left out;
    /// values that may be secret (data of Secrets, environment variables, headers of probes) are hidden, and only
    /// that they change is told.
    /// </summary>
    /// <param name="before">The object as it is. Null if the write creates it.</param>
    /// <param name="after">The answer of the write or of its dry run.</param>
    public static IReadOnlyList<JsonDifference> Between(KubeObject? before, KubeObject after)
    {
        var hidden = new HiddenValues();
        return
        [
            .. JsonDifference.Between(
                before is null ? null : StoredForm.Of(before.ToNode(), after.Kind, hidden.Hide),
                StoredForm.Of(after.ToNode(), after.Kind, hidden.Hide))
                .Select(HiddenValues.Show),
        ];
    }
}
