namespace MicroK8s.Changes;

/// <summary>Where in a workload a field stands.</summary>
internal enum FieldPlace
{
    /// <summary>In one container.</summary>
    Container,

    /// <summary>In the spec of the pods.</summary>
    Pod,

    /// <summary>In the spec of the workload itself; a change rolls nothing out.</summary>
    Workload,
}
