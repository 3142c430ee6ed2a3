using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using TipAnalytics.Jobs.Notices;

namespace TipAnalytics.Jobs;

/// <summary>Puts the jobs of operations into a host.</summary>
public static class JobsHost
{
    /// <summary>Variable by which OpenTelemetry names a collector; without it nothing is exported.</summary>
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds planning, doing and telling.</summary>
    /// <exception cref="Pipeline.DefinitionException">An operation's schedule is wrong, or two operations have one id.</exception>
    /// <exception cref="Pipeline.MachineException">The database of jobs cannot be reached: the host is not to start.</exception>
    public static void AddJobs(this IServiceCollection services, JobsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var operations = new ReachedOperations(options);
        services.AddSingleton(options)
            .AddSingleton(operations)
            .AddSingleton(options.Connection is { } connection ? JobStore.PostgreSql(connection, options, operations.Ids) : JobStore.InMemory())
            .AddSingleton<StoreState>()
            .AddSingleton<JobsTelemetry>()
            .AddSingleton<OperationJobs>()
            .AddSingleton(provider => new JobsStatus(
                options, operations, provider.GetRequiredService<JobStore>(), provider.GetRequiredService<StoreState>(), provider.GetRequiredService<PlanningService>()))
            .AddSingleton<PlanningService>()
            .AddSingleton<NoticeService>()
            .AddHostedService<JobServerService>()
            .AddHostedService(provider => provider.GetRequiredService<PlanningService>())
            .AddHostedService(provider => provider.GetRequiredService<NoticeService>());
        if (options.Environment(Collector) is { Length: > 0 })
        {
            services.AddOpenTelemetry()
                .ConfigureResource(resource => resource.AddService("tipanalytics"))
                .WithTracing(tracing => tracing.AddSource(JobsTelemetry.Name).AddOtlpExporter())
                .WithMetrics(metrics => metrics.AddMeter(JobsTelemetry.Name).AddOtlpExporter());
        }
    }

    /// <summary>One line a happening, with its properties: as text for people, as JSON for machines.</summary>
    public static void AddJobsLog(this ILoggingBuilder logging, bool json)
    {
        logging.ClearProviders();
        if (json)
        {
            logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
                console.UseUtcTimestamp = true;
            });
        }

        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Hangfire", LogLevel.Warning);
    }

    /// <summary>A process without pages that takes jobs from the same queue.</summary>
    /// <inheritdoc cref="AddJobs"/>
    public static IHost BuildWorker(JobsOptions options, bool jsonLog = false)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddJobsLog(jsonLog);
        builder.Services.AddJobs(options);
        return builder.Build();
    }
}
