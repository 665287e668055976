namespace MicroK8s.Addresses;

/// <summary>A port of a Service.</summary>
/// <param name="Name">Its name. Null if it has none, as it may be when it is the only one.</param>
/// <param name="Port">The port that callers use.</param>
/// <param name="Target">The port of the pods, as a number or by name.</param>
/// <param name="NodePort">The port of every node. Null if there is none.</param>
/// <param name="Protocol"><c>TCP</c>, <c>UDP</c> or <c>SCTP</c>.</param>
public sealed record ServicePort(string? Name, int Port, string Target, int? NodePort, string Protocol)
{
    /// <summary>As <c>http:80→8080</c>, with <c>/UDP</c> and <c>(30080)</c> where they apply.</summary>
    public override string ToString() =>
        $"{(Name is null ? "" : $"{Name}:")}{Port}→{Target}{(Protocol == "TCP" ? "" : $"/{Protocol}")}"
        + (NodePort is null ? "" : $" ({NodePort})");
}
