namespace MicroK8s.KubeApi.Streams;

/// <summary>The control frames of SPDY 3.1 that are told apart (§2.6).</summary>
internal enum SpdyType
{
    SynStream = 1,
    SynReply = 2,
    Reset = 3,
    Ping = 6,
    Headers = 8,
}
