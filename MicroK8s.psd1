@{
    RootModule           = 'bin/MicroK8s.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d0a9a52-3a46-4a0e-9f0c-2d7c2a1b6f3e'
    Author               = 'MicroK8s contributors'
    CompanyName          = 'MicroK8s contributors'
    Copyright            = '(c) MicroK8s contributors. MIT licence.'
    Description          = 'Deploy, shift, check and roll back microservices on any Kubernetes cluster from 1.20 on, with objects in the pipeline.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    TypesToProcess       = @('Views/MicroK8s.Types.ps1xml')
    FormatsToProcess     = @(
        'Views/Connection.Format.ps1xml'
        'Views/Services.Format.ps1xml'
        'Views/Inspection.Format.ps1xml'
        'Views/Rollouts.Format.ps1xml'
        'Views/Traffic.Format.ps1xml'
        'Views/Health.Format.ps1xml'
        'Views/Nodes.Format.ps1xml'
        'Views/Forwarding.Format.ps1xml'
        'Views/Logs.Format.ps1xml'
        'Views/Manifests.Format.ps1xml'
        'Views/Monitoring.Format.ps1xml'
    )
    CmdletsToExport      = @(
        'Compare-RolloutRevision'
        'Complete-Canary'
        'Connect-Cluster'
        'Disable-MicroServiceMonitoring'
        'Disconnect-Cluster'
        'Enable-MicroServiceMonitoring'
        'Export-ClusterHealthReport'
        'Export-MicroService'
        'Get-CanaryWeight'
        'Get-Cluster'
        'Get-MicroService'
        'Get-MicroServiceEvent'
        'Get-MicroServiceLog'
        'Get-MicroServiceMetric'
        'Get-MicroServicePod'
        'Get-NodeStatus'
        'Get-NodeUsage'
        'Get-PodUsage'
        'Get-QuotaUsage'
        'Get-RolloutHistory'
        'Invoke-CanaryRollout'
        'Invoke-MicroServiceCommand'
        'Invoke-NodeDrain'
        'Invoke-Rollback'
        'New-Canary'
        'New-MicroService'
        'Publish-MicroService'
        'Remove-Canary'
        'Remove-MicroService'
        'Remove-NodeTaint'
        'Resolve-MicroService'
        'Restart-MicroService'
        'Resume-NodeScheduling'
        'Resume-Rollout'
        'Set-CanaryWeight'
        'Set-MicroService'
        'Set-NodeTaint'
        'Start-MicroServicePortForward'
        'Suspend-NodeScheduling'
        'Suspend-Rollout'
        'Test-ClusterHealth'
        'Wait-MicroService'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Prerelease   = 'preview1'
            Tags         = @('Kubernetes', 'Microservices', 'Istio', 'Canary', 'Rollout', 'Rollback', 'DevOps', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
