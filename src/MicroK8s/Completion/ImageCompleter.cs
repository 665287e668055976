using MicroK8s.Revisions;

namespace MicroK8s.Commands.Completion;

/// <summary>Images that the service runs or ran: the next one has mostly the same name.</summary>
public sealed class ImageCompleter : RevisionImageCompleter
{
    private protected override bool Offers(Revision revision) => true;
}
