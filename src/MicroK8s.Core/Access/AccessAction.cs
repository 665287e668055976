namespace MicroK8s.Access;

/// <summary>What a rule does with the requests that it fits.</summary>
public enum AccessAction
{
    /// <summary>They come through.</summary>
    Allow,

    /// <summary>They do not come through.</summary>
    Deny,

    /// <summary>A service outside the policies decides: the provider of a CUSTOM policy.</summary>
    Custom,

    /// <summary>That is not known: the policies may not be read.</summary>
    Unknown,
}
