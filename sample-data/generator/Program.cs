using TipAnalytics.SampleData;

if (args.Length is < 1 or > 2)
{
    Console.Error.WriteLine("usage: generator SAMPLE-DATA-FOLDER [OPERATION-FOLDER]");
    return 2;
}
var operationFolder = args.Length == 2 ? args[1] : Path.Combine(args[0], "..", "pipelines", "operations", "lake-region");
SampleOperation.Write(args[0], operationFolder);
return 0;
