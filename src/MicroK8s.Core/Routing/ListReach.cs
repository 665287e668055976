namespace MicroK8s.Routing;

/// <summary>How far a kind of object could be read.</summary>
public enum ListReach
{
    /// <summary>All objects, of every namespace.</summary>
    All,

    /// <summary>Only those of one namespace: the user may not list more.</summary>
    OneNamespace,

    /// <summary>None: the user may not list any.</summary>
    Nothing,

    /// <summary>The server does not have the kind.</summary>
    NotServed,
}
