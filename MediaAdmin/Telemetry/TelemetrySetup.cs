using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MediaAdmin.Telemetry;

/// <summary>
/// Traces and metrics under OpenTelemetry's names, sent by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to; every other standard variable of the exporter holds too, wherever the
/// configuration has it from. Without it nothing is collected and nothing is sent.
/// </summary>
public static class TelemetrySetup
{
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Of ASP.NET Core, outgoing calls, PostgreSQL, the job engine, the runtime, and the portal itself.</summary>
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", Quartz.Diagnostics.QuartzInstrumentation.ActivitySourceName, Tracing.Name];
    private static readonly string[] Meters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql", Quartz.Diagnostics.QuartzInstrumentation.MeterName];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[EndpointKey] is not { Length: > 0 }) return services;
        var resource = ResourceBuilder.CreateDefault().AddService("mediaadmin", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString()).AddEnvironmentVariableDetector();
        // Built with the host and disposed with it, which sends what is still to be sent.
        services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder().ConfigureServices(s => s.AddSingleton(configuration)).SetResourceBuilder(resource).AddSource(Sources).AddOtlpExporter().Build());
        services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder().ConfigureServices(s => s.AddSingleton(configuration)).SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter().Build());
        return services.AddHostedService<Collector>();
    }

    /// <summary>Has the two begin when the portal does.</summary>
    private sealed class Collector(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            traces.ForceFlush();
            metrics.ForceFlush();
            return Task.CompletedTask;
        }
    }
}
