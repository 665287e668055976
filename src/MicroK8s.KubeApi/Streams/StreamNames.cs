namespace MicroK8s.KubeApi.Streams;

/// <summary>Headers of streams (kubernetes/api, core/v1, <c>StreamType</c>, <c>PortHeader</c> …).</summary>
internal static class StreamNames
{
    public const string Error = "error";
    public const string Data = "data";
    public const string Input = "stdin";
    public const string Output = "stdout";
    public const string Errors = "stderr";

    /// <summary>The headers of a stream.</summary>
    public static KeyValuePair<string, string>[] Headers(string type, params (string Name, string Value)[] more) =>
        [new("streamtype", type), .. more.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))];
}
