using MicroK8s.Rollouts;

namespace MicroK8s.Commands.Rollouts;

/// <summary>Images that the service runs or ran: the next one has mostly the same name.</summary>
public sealed class ImageCompleter : RevisionImageCompleter
{
    private protected override bool Offers(Revision revision) => true;
}
