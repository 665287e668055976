namespace MicroK8s.Connection;

/// <summary>What an HTTP service answered, whatever its status.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body, empty if there is none.</param>
public sealed record HttpAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;
}
