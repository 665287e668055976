using System.Text;
using MicroK8s.Connection;
using MicroK8s.KubeApi.Requests;

namespace MicroK8s.KubeApi.Streams;

/// <summary>One running command: a stream each for its input, output and errors, and one for how it ends.</summary>
internal sealed class PodCommand(KubeRequests requests, SpdyConnection connection) : IPodCommand
{
    private readonly Dictionary<int, string> _open = [];
    private readonly MemoryStream _status = new();
    private int? _input;
    private bool _hasInput;
    private bool _hasStatus;

    public CommandEnd? End { get; private set; }

    /// <summary>Opens the streams; the command starts when the last one is there.</summary>
    public async Task OpenAsync(bool hasInput, CancellationToken cancellationToken)
    {
        string[] names = hasInput
            ? [StreamNames.Error, StreamNames.Input, StreamNames.Output, StreamNames.Errors]
            : [StreamNames.Error, StreamNames.Output, StreamNames.Errors];
        try
        {
            foreach (string name in names)
            {
                int stream =
                    await connection.OpenAsync(StreamNames.Headers(name), cancellationToken).ConfigureAwait(false);
                if (name != StreamNames.Input) _open[stream] = name;
                else (_input, _hasInput) = (stream, true);
            }
        }
        catch (IOException exception)
        {
            throw requests.StreamFailed(exception);
        }
    }

    public async Task<CommandOutput?> ReadAsync(CancellationToken cancellationToken)
    {
        while (_open.Count > 0 && await NextAsync(cancellationToken).ConfigureAwait(false) is { } frame)
        {
            string? name = _open.GetValueOrDefault(frame.Stream);
            if (frame.IsLast) _open.Remove(frame.Stream);
            if (name == StreamNames.Error) TakeStatus(frame);
            else if (name is not null && frame.Data.Length > 0)
            {
                return new CommandOutput(name == StreamNames.Errors, frame.Data);
            }
        }

        // The proxies on the way end as soon as they cannot pass input on, be it sent long ago, and lose what was on
        // its way back.
        if (!_hasStatus && !_hasInput)
        {
            throw requests.StreamFailed(new IOException("the connection was closed before the command ended"));
        }

        End = _hasStatus ? CommandEnd.Parse(Encoding.UTF8.GetString(_status.ToArray())) : CommandEnd.Unknown;
        return null;
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            if (_input is { } input) await connection.WriteAsync(input, data, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The command has ended, or the connection broke off; reading tells which.
            _input = null;
        }
    }

    public async Task EndInputAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_input is { } input) await connection.EndAsync(input, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // As above.
        }

        _input = null;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private void TakeStatus(SpdyFrame frame)
    {
        _status.Write(frame.Data.Span);
        _hasStatus |= frame.IsLast || frame.Data.Length > 0;
    }

    private async Task<SpdyFrame?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await connection.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (_hasStatus || _hasInput)
        {
            return null;
        }
        catch (IOException exception)
        {
            throw requests.StreamFailed(exception);
        }
    }
}
