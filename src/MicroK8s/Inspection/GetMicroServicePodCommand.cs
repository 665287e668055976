using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Inspection;
using MicroK8s.Services;

namespace MicroK8s.Commands.Inspection;

[Cmdlet(VerbsCommon.Get, "MicroServicePod")]
[OutputType(typeof(MicroServicePod))]
public sealed class GetMicroServicePodCommand : MicroServiceQueryCmdlet
{
    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        ServiceQuery query = ReadQuery(session);
        bool isEmpty = true;
        var pods = PodReader.ReadAsync(session.Resources, query, See, Denied, Unknown, StopToken);
        await foreach (var (pod, owner) in pods)
        {
            WriteObject(PodRecordRules.Describe(
                pod, owner, session.Context.Name, KubeConfigInUse(), TimeProvider.System.GetUtcNow()));
        }

        await ReportMissingAsync(session, query, isEmpty);

        void See(string name)
        {
            isEmpty = false;
            Selection.See(name);
        }
    }
}
