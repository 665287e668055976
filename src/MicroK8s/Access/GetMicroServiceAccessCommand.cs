using System.Management.Automation;
using MicroK8s.Access;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Services;

namespace MicroK8s.Commands.Access;

[Cmdlet(VerbsCommon.Get, "MicroServiceAccess")]
[OutputType(typeof(AccessRule), typeof(AccessMatrixRow))]
public sealed class GetMicroServiceAccessCommand : MicroServiceQueryCmdlet
{
    [Parameter]
    [ExactType(typeof(SwitchParameter))]
    public SwitchParameter Matrix { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        ServiceQuery query = ReadQuery(session);
        AccessSnapshot read = await AccessReader.ReadAsync(
            session.Resources, query.Namespace is { } name ? [name] : null, StopToken);
        foreach (AccessGap gap in read.Gaps) Denied(gap.Denial);
        AccessParty[] parties =
        [
            .. read.Parties.Where(party => party.Kind != "Pod" && query.Matches(party.Name)
                && (Kind is null || $"{Kind}" == party.Kind)),
        ];
        foreach (AccessParty party in parties)
        {
            Selection.See(party.Name);
            if (Matrix) Show(session, AccessMatrix.RowOf(party, read));
            else foreach (AccessRule rule in AccessExplanation.Of(party, read)) Show(session, rule);
        }

        await ReportMissingAsync(session, query, isEmpty: parties.Length == 0);
    }

    private void Show(IClusterSession session, AccessRule rule) =>
        WriteObject(rule with { Context = session.Context.Name, KubeConfig = KubeConfigInUse() });

    private void Show(IClusterSession session, AccessMatrixRow row) =>
        WriteObject(row with { Context = session.Context.Name, KubeConfig = KubeConfigInUse() });
}
