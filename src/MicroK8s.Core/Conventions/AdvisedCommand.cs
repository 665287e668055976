namespace MicroK8s.Conventions;

/// <summary>
/// Commands that messages and advice name. They can be pasted as they stand: the namespace of the session may be
/// another than that of the object, so it is always named.
/// </summary>
internal static class AdvisedCommand
{
    /// <summary>A command, such as <c>Resume-Rollout web -Namespace shop</c>.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="name">What it is about.</param>
    /// <param name="namespaceName">Its namespace. Null for what has none.</param>
    /// <param name="arguments">What comes last, such as <c>-Replicas 1</c>.</param>
    public static string For(string cmdlet, string name, string? namespaceName, string arguments = "")
    {
        string space = namespaceName is null ? "" : $" -Namespace {namespaceName}";
        return $"{cmdlet} {name}{space}{(arguments.Length > 0 ? " " : "")}{arguments}";
    }
}
