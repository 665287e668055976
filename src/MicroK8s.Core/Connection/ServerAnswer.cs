namespace MicroK8s.Connection;

/// <summary>The answer to a plain GET, whatever its status.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body as text, empty if there is none.</param>
public sealed record ServerAnswer(int Status, string Body)
{
    /// <summary>What the server's clock showed, UTC, to the second. Null if it did not tell.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;
}
