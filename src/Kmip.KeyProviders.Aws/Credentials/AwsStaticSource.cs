namespace Kmip.KeyProviders.Aws;

/// <summary>The credentials of the options. There are no others to turn to.</summary>
internal sealed class AwsStaticSource(AwsKeys keys, TimeProvider time) : AwsCredentialSource(time)
{
    protected override ValueTask<AwsKeys> ObtainAsync(AwsKeys? rejected, CancellationToken cancellationToken) => ValueTask.FromResult(keys);
}
